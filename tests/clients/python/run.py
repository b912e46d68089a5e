"""Drives the two services once and prints the sent log.

    python run.py --transport T --endpoint HOST:PORT --request-id ID

Starts `payment.py` and `shop.py` as processes, sends an ok, a failing and a slow
checkout, ends both services so that they flush, and writes their sent logs to
stdout. Exits with a failure when an answer or a service is not as expected.
"""

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tracing import TRANSPORTS

HERE = Path(__file__).parent
EXPECTED_ANSWERS = {"ok": 200, "error": 500, "slow": 200}
EXIT_SECONDS_MAX = 60


class Service:
    """A service process, from its start to its flushed end."""

    def __init__(self, program: str, arguments: argparse.Namespace, sent_log: Path, **settings: str):
        self._program = program
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(HERE / program),
                f"--transport={arguments.transport}",
                f"--endpoint={arguments.endpoint}",
                f"--sent-log={sent_log}",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=own_environment() | settings,
            text=True,
        )
        port = self._process.stdout.readline()
        if not port:
            sys.exit(f"{program} ended before it served")
        self.port = int(port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            code = self._process.wait(EXIT_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            sys.exit(f"{self._program} did not flush within {EXIT_SECONDS_MAX} s")
        if code != 0:
            sys.exit(f"{self._program} ended with code {code}")


def own_environment() -> dict:
    """Returns the environment less what would redirect or sample the spans."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("OTEL_") and not name.lower().endswith("_proxy")
    }


def drive(port: int, request_id: str) -> None:
    for outcome, expected in EXPECTED_ANSWERS.items():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", f"/checkout/{outcome}", headers={"x-request-id": f"{request_id}-{outcome}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != expected:
            sys.exit(f"checkout {outcome} answered {answer.status}, not {expected}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transport", choices=TRANSPORTS, required=True)
    parser.add_argument("--endpoint", metavar="HOST:PORT", required=True)
    parser.add_argument("--request-id", metavar="ID", required=True)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as directory:
        payment_log = Path(directory, "payment.jsonl")
        shop_log = Path(directory, "shop.jsonl")
        with Service("payment.py", arguments, payment_log) as payment:
            payment_url = f"http://127.0.0.1:{payment.port}"
            with Service("shop.py", arguments, shop_log, PAYMENT_URL=payment_url) as shop:
                drive(shop.port, arguments.request_id)
        sys.stdout.write(shop_log.read_text(encoding="utf-8"))
        sys.stdout.write(payment_log.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
