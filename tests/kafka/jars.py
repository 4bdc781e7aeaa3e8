"""The jars of one Apache Kafka, brought by Maven from `pom.xml` into `.cache/kafka`, once for each content of it."""

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

_POM = Path(__file__).with_name("pom.xml")
_CACHE = Path(__file__).resolve().parents[2] / ".cache" / "kafka"


def folder() -> Path:
    """Where the jars of this pom.xml lie, or will."""
    return _CACHE / hashlib.sha256(_POM.read_bytes()).hexdigest()[:12]


def missing() -> str | None:
    """Why there can be no Kafka of our own; None where there can."""
    if shutil.which("java") is None:
        return "no Kafka: Java is not installed, and KAFKA_BOOTSTRAP_SERVERS names none"
    if not folder().exists() and shutil.which("mvn") is None:
        return "no Kafka: Maven is not installed to bring it, and KAFKA_BOOTSTRAP_SERVERS names none"
    return None


def brought() -> Path:
    """The folder with the jars; downloads them when they are not there. Safe for several at once."""
    wanted = folder()
    if wanted.exists():
        return wanted
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            fresh = Path(tempfile.mkdtemp(dir=_CACHE))
            _download(fresh)
            fresh.rename(wanted)
    return wanted


def _download(into: Path) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={into}"]
    done = subprocess.run(
        ["mvn", "-q", "-B", "-f", str(_POM), *goal], capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"Maven did not bring Kafka:\n{done.stdout}{done.stderr}")
