"""Starts traces with jaeger-client as it is told, and says how many it was told to keep.

    python run.py --sampling HOST:PORT --agent HOST:PORT --service NAME

Each line on stdin is an operation: a number of traces begin with it, and a line on
stdout says how many of them the remote sampler kept. Ends, and flushes, with stdin.
"""

import argparse
import sys
import time

from jaeger_client import Config

TRACES = 50
REFRESH_SECONDS = 0.1
CLOSE_SECONDS_MAX = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--sampling", "--agent", "--service"):
        parser.add_argument(option, required=True)
    arguments = parser.parse_args()

    host, agent_port = arguments.agent.rsplit(":", 1)
    # Without a sampler it is the remote one, which asks the host of the agent.
    settings = {
        "local_agent": {
            "reporting_host": host,
            "reporting_port": int(agent_port),
            "sampling_port": int(arguments.sampling.rsplit(":", 1)[1]),
        },
        "sampling_refresh_interval": REFRESH_SECONDS,
    }
    tracer = Config(config=settings, service_name=arguments.service, validate=True).initialize_tracer()
    for line in sys.stdin:
        print(sum(is_kept(tracer, line.strip()) for _ in range(TRACES)), flush=True)
    close(tracer)


def close(tracer) -> None:
    """Returns when the tracer has sent what it holds, in a thread of its own that calls nobody back."""
    end = time.monotonic() + CLOSE_SECONDS_MAX
    flushed = tracer.close()
    while not flushed.done():
        if time.monotonic() > end:
            sys.exit(f"the tracer did not flush within {CLOSE_SECONDS_MAX} s")
        time.sleep(0.01)


def is_kept(tracer, operation: str) -> bool:
    with tracer.start_span(operation) as span:
        return span.context.flags & 1 == 1


if __name__ == "__main__":
    main()
