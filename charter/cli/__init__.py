"""The `charter` command group. Each command is one module, imported only when it is run."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

import click

from charter import __version__
from charter.cli.context import project_option


class Row(NamedTuple):
    """Where a command lives and what it does, in one line. The function in the module has the command's name.

    A dash in the name is an underscore there.
    """

    module: str
    help: str


COMMANDS: dict[str, Row] = {
    "init": Row("charter.cli.init", "Start a project with one charter to make your own."),
    "new": Row("charter.cli.new", "Add a charter to this project."),
    "adopt": Row("charter.cli.adopt", "Make versions of a document's git history."),
    "build": Row("charter.cli.build", "Write the site."),
    "check": Row("charter.cli.check", "Say what is wrong or missing in the charters."),
    "explain": Row("charter.cli.explain", "Say what a rule looks for, and why."),
    "diff": Row("charter.cli.diff", "Say what changed for whom, promise by promise."),
    "log": Row("charter.cli.log", "Tell the life of one promise."),
    "git-diff-driver": Row("charter.cli.git_diff_driver", "Let git show changes of charters as changes of promises."),
    "release": Row("charter.cli.release", "Make the working text a version."),
    "sign": Row("charter.cli.sign", "Record that somebody agrees to a version."),
    "assess": Row("charter.cli.assess", "Ask both sides how a period went, and show what they say."),
    "gaps": Row("charter.cli.gaps", "Say what to mend first, and what is being done about it."),
    "feedback": Row("charter.cli.feedback", "Write down what people say about a promise."),
    "verify": Row("charter.cli.verify", "Hold every released version against its signatures."),
    "due": Row("charter.cli.due", "Say when everybody meets next, and what is overdue."),
    "doctor": Row("charter.cli.doctor", "Say what is wrong with this checkout, and what to type."),
    "measure": Row("charter.cli.measure", "Count a ticket system's export by the targets of its time."),
    "review": Row("charter.cli.review", "Prepare a review, and write down what it decided."),
    "export": Row("charter.cli.export", "Print a charter as JSON."),
}


class HelpfulGroup(click.Group):
    """A group that answers no command with its help, and a name that is none with the nearest that is."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; without any, write the help and leave with the code for wrong usage."""
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], names, n=1)
            meant = f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(names)}."
            ctx.fail(f"No such command '{args[0]}'. {meant}")
        return super().resolve_command(ctx, args)


class CommandTable(HelpfulGroup):
    """A group whose commands are rows of `COMMANDS`; help imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order in which people meet the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, importing its module."""
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        command: click.Command = getattr(import_module(row.module), cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.help) for name, row in COMMANDS.items()])


@click.group(cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@project_option
@click.version_option(__version__, message="charter %(version)s")
def main() -> None:
    """Living service charters: what a team and the people it serves expect of each other.

    \b
    Example:
      charter init support && cd support
      charter build
    """  # noqa: D301  click looks for the character \b itself
