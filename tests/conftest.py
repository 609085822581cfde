"""Which database the tests run on, and which of those in a browser run; the one profile of the property tests; the
report of the attacks."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from types import FrameType

import pytest
import pytest_asyncio
import structlog
from hypothesis import settings

from bot.cli.run import loop_factory
from sandbox.chromium import Chromium
from tests.assurance import examples
from tests.attacks import AttackReport
from tests.databases import KINDS, Databases, serving
from tests.in_a_browser import OPTION, InABrowser
from tests.memory import keep_files_in_memory

keep_files_in_memory()

# A fault in the log with every local value of every frame, as structlog draws it by itself, takes seconds to draw.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

# No deadline, since a busy machine is no fault of the program.
settings.register_profile("folkmoot", deadline=None, max_examples=examples(50, 100))
settings.load_profile("folkmoot")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=KINDS, default="sqlite", help="what tests run on that don't name their database"
    )
    parser.addoption(
        "--attacks", action="store_true", help="count the attacks by field; too few fail the run"
    )
    parser.addoption(
        OPTION, action="store_true", help="all tests in a browser, not only those that run in every run"
    )


def pytest_configure(config: pytest.Config) -> None:
    # Around each test and fixture, asyncio would put a handler of its own in the place of Python's default one. To ask
    # for it, as asyncio does then, writes out (and drops) all that the fixture has returned: a whole world.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    config.pluginmanager.register(InABrowser(config.getoption(OPTION)))
    if config.getoption("--attacks"):
        config.pluginmanager.register(AttackReport())


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    """Tests run on the event loop that the bot runs on."""
    factory = loop_factory()
    return {"the bot's": factory} if factory else None


def pytest_collection(session: pytest.Session) -> None:
    """Thousands of collected tests are a million objects, through which Python's collector would look again and again:
    a fourth of the time of collecting them, and of running them."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with serving("sqlite", tmp_path_factory.mktemp("sqlite")) as databases:
        yield databases


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """On a server that starts with the first test which asks for it, one for each process of the tests."""
    with serving("postgresql", tmp_path_factory.mktemp("postgresql")) as databases:
        yield databases


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Of the kind that `--database` names, unless the test says which (`ON_EACH_KIND`)."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    found: Databases = request.getfixturevalue(kind)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """One for all tests in a browser that share a loop."""
    async with Chromium.start() as chromium:
        yield chromium
