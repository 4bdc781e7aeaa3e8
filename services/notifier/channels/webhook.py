"""Webhooks by Standard Webhooks 1.0: a POST of the message's bytes, signed, under the message's id.

A name is resolved here, every address it has is checked, and what was checked is connected to, so that a name that
answers differently a moment later gains nothing. The transport is used bare: no redirects, no cookies, no proxy
from the environment; and each attempt has its own connection, so none that was opened for one name serves another.
"""

import asyncio
import contextlib
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx2

from services.notifier.addresses import refused
from services.notifier.retry import Answer
from shared.contracts.directory import ReceiverEntry
from shared.contracts.envelope import STRUCTURED
from shared.security.webhooks import derive_secret, sign

SECOND = 1_000_000
MOST_READ = 1024
_FINISH_SECONDS = 1.0
_PORTS = {"http": 80, "https": 443}

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class Refused(Exception):
    """The receiver's address is not called; the text is a whole sentence."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name by the system's resolver, each once; OSError where it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Webhooks:
    """The channel."""

    def __init__(
        self,
        master: bytes,
        *,
        version: str,
        timeout: float,
        allow_private: bool,
        transport: httpx2.AsyncBaseTransport | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        """`timeout`: seconds for a whole attempt. `allow_private` also calls addresses outside the public internet."""
        self._master = master
        self._agent = f"Eyelevel/{version}"
        self._timeout = timeout
        self._allow_private = allow_private
        self._resolve = resolve
        self._transport = transport or httpx2.AsyncHTTPTransport(
            verify=ssl.create_default_context(),
            trust_env=False,
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def send(self, receiver: ReceiverEntry, message: str, body: bytes, at: int) -> Answer:
        """See ports.Channel."""
        begun = time.monotonic_ns()
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._post(receiver, message, body, at)
        except TimeoutError:
            return Answer(_since(begun), error=f"The receiver gave no answer within {self._timeout:g} s.")
        except Refused as error:
            return Answer(_since(begun), error=str(error))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return Answer(_since(begun), error=_sentence(error))
        took = _since(begun)
        await _finish(response)
        retry_after = _retry_after(response.headers.get("retry-after"), at)
        return Answer(took, response.status_code, retry_after=retry_after)

    async def close(self) -> None:
        """Close what is open."""
        await self._transport.aclose()

    async def _post(self, receiver: ReceiverEntry, message: str, body: bytes, at: int) -> httpx2.Response:
        """The head of the answer."""
        url = httpx2.URL(receiver.url)
        if url.scheme not in _PORTS or not url.host:
            raise Refused(f"Not sent: {receiver.url!r} is not an http or https address.")
        headers = self._headers(receiver, message, body, at) | {"host": url.netloc.decode("ascii")}
        return await self._connect(url, headers, body)

    async def _connect(self, url: httpx2.URL, headers: dict[str, str], body: bytes) -> httpx2.Response:
        """The head of the answer from the first address that takes the connection."""
        addresses = await self._checked(url)
        for address in addresses[:-1]:
            try:
                return await self._request(url, address, headers, body)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        return await self._request(url, addresses[-1], headers, body)

    async def _request(
        self, url: httpx2.URL, address: str, headers: dict[str, str], body: bytes
    ) -> httpx2.Response:
        request = httpx2.Request(
            "POST",
            url.copy_with(host=address),
            headers=headers,
            content=body,
            extensions={"sni_hostname": url.host, "timeout": httpx2.Timeout(self._timeout).as_dict()},
        )
        return await self._transport.handle_async_request(request)

    async def _checked(self, url: httpx2.URL) -> Sequence[str]:
        addresses = await self._resolve(url.host, url.port or _PORTS[url.scheme])
        if not addresses:
            raise Refused(f"Not sent: {url.host} has no address.")
        if not self._allow_private:
            for address in addresses:
                if (why := refused(url.host, address)) is not None:
                    raise Refused(why)
        return addresses

    def _headers(self, receiver: ReceiverEntry, message: str, body: bytes, at: int) -> dict[str, str]:
        secret = derive_secret(self._master, receiver.id, receiver.generation)
        seconds = at // SECOND
        return {
            "content-type": STRUCTURED,
            "user-agent": self._agent,
            "accept": "*/*",
            "accept-encoding": "identity",
            "webhook-id": message,
            "webhook-timestamp": str(seconds),
            "webhook-signature": sign(secret, message, seconds, body),
        }


async def _finish(response: httpx2.Response) -> None:
    """Read at most 1 kB of the answer, for a second, and throw it away: the status has said all.

    What a receiver writes stands in no receipt, since the other party reads receipts too.
    """
    try:
        async with asyncio.timeout(_FINISH_SECONDS):
            read = 0
            async for chunk in response.aiter_raw():
                read += len(chunk)
                if read >= MOST_READ:
                    break
    except (TimeoutError, httpx2.HTTPError):
        pass
    finally:
        with contextlib.suppress(httpx2.HTTPError, OSError):
            await response.aclose()


def _retry_after(value: str | None, at: int) -> int | None:
    """Microseconds from a Retry-After header: seconds, or a date (RFC 9110, 10.2.3). None where it is neither."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return int(text[:9]) * SECOND
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    seconds = int((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp())
    return max(0, seconds * SECOND - at)


def _since(begun: int) -> int:
    return (time.monotonic_ns() - begun) // 1_000


def _sentence(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "The receiver's name could not be resolved."
    if isinstance(error, httpx2.ConnectError):
        return f"The receiver took no connection: {error}."
    if isinstance(error, httpx2.TimeoutException):
        return "The receiver gave no answer in time."
    return f"The receiver could not be reached: {str(error) or type(error).__name__}."
