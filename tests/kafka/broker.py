"""One real Apache Kafka (KRaft, one node) as a process of our own, for tests and benchmarks.

    broker = KafkaBroker(folder)
    broker.start(); broker.address; broker.kill(); broker.start(); broker.stop()

The port stays the same over restarts, and so does the data.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.kafka import jars
from tests.ports import free_port

_SETTINGS = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
log.dirs={data}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
log.cleaner.backoff.ms=200
log.initial.task.delay.ms=500
# a broker killed with -9 comes back in 4 s instead of 12
broker.heartbeat.interval.ms=400
broker.session.timeout.ms=2000
"""

_QUIET = """
status=error
appender.file.type=File
appender.file.name=file
appender.file.fileName={file}
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d %p %m (%c{{1}})%n
rootLogger.level=warn
rootLogger.appenderRef.file.ref=file
"""


class KafkaBroker:
    """A broker whose files lie in `folder`. Ports are free ones, chosen now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port, self._controller = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """`host:port` for clients."""
        return f"127.0.0.1:{self._port}"

    def start(self, within: float = 60) -> None:
        """Start it and wait until it listens. RuntimeError with its words when it does not."""
        if not (self._folder / "data").exists():
            self._format()
        heap = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        self._process = self._java([*heap], "kafka.Kafka", str(self._properties))
        until = time.monotonic() + within
        while not _listens(self._port):
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"Kafka did not start:\n{self._words()}")
            time.sleep(0.05)

    def stop(self, within: float = 15) -> None:
        """Stop it in good order; kill it when that takes too long."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(within)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None

    def kill(self) -> None:
        """Kill it with -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def leave_running(self) -> int:
        """Give it away: it outlives this object, and whoever knows its pid ends it."""
        if self._process is None:
            raise RuntimeError("It does not run.")
        pid, self._process.returncode, self._process = (
            self._process.pid,
            0,
            None,
        )  # Popen warns of running children
        return pid

    def freeze(self) -> None:
        """Let it hang with its connections open, as a machine does that swaps or a network that drops packets."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    @property
    def _properties(self) -> Path:
        return self._folder / "server.properties"

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _format(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        settings = _SETTINGS.format(port=self._port, controller=self._controller, data=self._folder / "data")
        self._properties.write_text(settings)
        (self._folder / "log4j2.properties").write_text(_QUIET.format(file=self._folder / "kafka.log"))
        cluster = "MkU3OEVBNTcwNTJENDM2Qg"  # any 16 bytes in base64
        tool = self._java(
            ["-XX:TieredStopAtLevel=1"],
            "kafka.tools.StorageTool",
            "format",
            "-t",
            cluster,
            "-c",
            str(self._properties),
        )
        if tool.wait(60) != 0:
            raise RuntimeError(f"Kafka's storage was not formatted:\n{self._words()}")

    def _java(self, options: list[str], *command: str) -> "subprocess.Popen[bytes]":
        with (self._folder / "words.log").open("ab") as words:
            return subprocess.Popen(
                [
                    "java",
                    *options,
                    f"-Dlog4j2.configurationFile={self._folder / 'log4j2.properties'}",
                    "-cp",
                    f"{jars.brought()}/*",
                    *command,
                ],
                stdout=words,
                stderr=words,
                stdin=subprocess.DEVNULL,
                cwd=self._folder,
                env={**os.environ, "KAFKA_OPTS": ""},
            )

    def _words(self) -> str:
        return "".join(
            path.read_text(errors="replace")[-4000:]
            for path in (self._folder / "words.log", self._folder / "kafka.log")
            if path.exists()
        )


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
