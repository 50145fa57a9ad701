"""A Spark cluster on loopback: a standalone master and workers, each a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from typing import TypeVar

import pyspark

HOME = Path(pyspark.__file__).parent
WORKERS = 2
FRUGAL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # a virtual machine that lives for a minute
Answer = TypeVar("Answer")
_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": FRUGAL,
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.executor.extraJavaOptions": FRUGAL,
    "spark.executor.memory": "1536m",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
}
_PATIENCE = 240  # seconds for a process to do what is waited for
_URL = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = "Successfully registered with master"


def reason_to_skip() -> str:
    """Why no cluster can run here; empty where one can."""
    java = Path(os.environ["JAVA_HOME"], "bin", "java").is_file() if "JAVA_HOME" in os.environ else which("java")
    return "" if java else "Spark needs Java 17 (Debian: apt-get install openjdk-17-jre-headless)"


def surroundings(folder: Path) -> dict[str, str]:
    """Return what the processes of a cluster, its driver among them, find in their environment."""
    return {
        "SPARK_HOME": str(HOME),
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": FRUGAL,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a cluster whose logs, settings and scratch files are in a folder; gives the URL of its master."""
    settings = "".join(f"{name} {value}\n" for name, value in _SETTINGS.items())
    (folder / "spark-defaults.conf").write_text(settings)
    with ExitStack() as stack:
        master = folder / "master.log"
        stack.enter_context(_process(folder, master, "master.Master"))
        url = awaited(lambda: _URL.search(master.read_text()), f"the master, see {master}")[1]
        logs = [folder / f"worker{number}.log" for number in range(WORKERS)]
        for log in logs:
            options = ("--cores", "1", "--memory", "2g", "--work-dir", str(log.with_suffix("")), url)
            stack.enter_context(_process(folder, log, "worker.Worker", *options))
        awaited(lambda: all(_REGISTERED in log.read_text() for log in logs), f"the workers, see {folder}")
        yield url


@contextmanager
def _process(folder: Path, log: Path, name: str, *options: str) -> Iterator[None]:
    command = [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
    command += ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | surroundings(folder), stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def awaited(ask: Callable[[], Answer], what: str) -> Answer:
    """Return the first answer that is true. Raises TimeoutError where there is none in some minutes."""
    end = time.monotonic() + _PATIENCE
    while not (answer := ask()):
        if time.monotonic() > end:
            message = f"waited in vain for {what}"
            raise TimeoutError(message)
        time.sleep(0.02)
    return answer


def executor_of(worker: int) -> int:
    """Return the process id of the executor that a Python worker works for."""
    pid = worker
    while "CoarseGrainedExecutorBackend" not in _words(pid):
        pid = int(_stat(pid)[1])
    return pid


def kill(pid: int) -> None:
    """Kill a process and wait until it is gone. Raises ProcessLookupError where it is not there."""
    os.kill(pid, signal.SIGKILL)
    awaited(lambda: not _is_alive(pid), f"the end of process {pid}")


def _is_alive(pid: int) -> bool:
    try:
        return _stat(pid)[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; the next is the parent."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _words(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
