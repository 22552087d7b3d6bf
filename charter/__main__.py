"""The `charter` command: runs one command, and turns what went wrong into a sentence and an exit code."""

from __future__ import annotations

import io
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Whoever closed it wants nothing printed, which is no reason to stop.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  open until the end
        elif isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Return the exit code of one command line: 0 clean, 1 findings, 2 usage, 3 environment, 130 interrupted.

    Nobody is ever shown a traceback, unless `CHARTER_DEBUG` is set.
    """
    try:
        code = _version() if arguments in (["--version"], ["-V"]) else _command_line(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone, and the interpreter must not try to flush what is left for it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last place where a failure can become a sentence
        return _explain(error)
    return code


def _version() -> int:
    """Print the version. Loads nothing else, for those who ask often."""
    from charter import __version__

    print(f"charter {__version__}")
    return 0


def _command_line(arguments: list[str]) -> int:
    import click

    from charter.cli import main as command_line

    try:
        result = command_line.main(args=arguments, prog_name="charter", standalone_mode=False)
    except click.UsageError as error:
        _say(error.format_message(), f"{error.ctx.command_path if error.ctx else 'charter'} --help")
        return error.exit_code
    except click.ClickException as error:
        _say(error.format_message(), None)
        return error.exit_code
    except click.Abort:
        return 130
    return result if isinstance(result, int) else 0


def _explain(error: Exception) -> int:
    from charter.source import CharterError

    if os.environ.get("CHARTER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, CharterError):
        _say(error.message, error.hint)
        return error.exit_code
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{error.strerror or error}", None)
        return CharterError.exit_code
    if isinstance(error, MemoryError):
        _say("there is not enough memory", "close other programs, or look for a file that is very large")
        return CharterError.exit_code
    doing = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
    _say(
        f"this is a bug in charter, not in your files{doing}: {type(error).__name__}: {error}",
        "run the command again with CHARTER_DEBUG=1 and send us what it prints",
    )
    return CharterError.exit_code


def _say(message: str, hint: str | None) -> None:
    print(f"error: {message}", file=sys.stderr)
    if hint:
        print(f"  hint: {hint}", file=sys.stderr)


if __name__ == "__main__":
    main()
