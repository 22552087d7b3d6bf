from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell, tree

ROOT = Path(__file__).parents[2]
RELEASED = {
    "charter.md": charter_text(promises=promise(words="You hear from a person within the day.")),
    "versions/1.0.md": charter_text(version="1.0", effective="2025-06-01", released="2025-05-15"),
}


def test_the_site_has_every_address_of_a_charter(shell: Shell) -> None:
    project(shell.root, {"support-desk": RELEASED})
    done = shell("build")
    assert (done.code, done.err) == (0, "")
    assert {
        "index.html",
        "404.html",
        "_headers",
        "index.json",
        "sitemap.xml",
        "support-desk/index.html",
        "support-desk/draft.html",
        "support-desk/history.html",
        "support-desk/charter.json",
        "support-desk/v/1.0.html",
        "support-desk/promises/first-reply.html",
    } <= set(tree(shell.root / "site"))


def test_the_summary_says_how_much_and_where(shell: Shell) -> None:
    project(shell.root, {"support-desk": RELEASED})
    first, again = shell("build").out, shell("build").out
    pages = sum(path.endswith(".html") for path in tree(shell.root / "site"))
    assert first.startswith(f"Built 1 charter, {pages} pages, into site/ (")
    assert first.endswith(" written\n")
    assert again.endswith("s): nothing changed\n")


def test_two_builds_are_equal_byte_for_byte(shell: Shell) -> None:
    project(shell.root, {"b": RELEASED, "a": charter_text(title="A")})
    shell("build", "--output", str(shell.root / "one"))
    shell("build", "--output", str(shell.root / "two"))
    assert tree(shell.root / "one") == tree(shell.root / "two")


def test_hash_seeds_and_places_and_time_zones_change_nothing(tmp_path: Path) -> None:
    made = []
    for name, seed, zone in (("one", "1", "UTC"), ("elsewhere", "77", "Pacific/Kiritimati")):
        root = project(tmp_path / name, {"b": RELEASED, "a": charter_text(title="A")})
        done = subprocess.run(
            [sys.executable, "-m", "charter", "--project", str(root), "build", "--today", "2026-01-05"],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        made.append(tree(root / "site"))
    assert made[0] == made[1]


def test_the_day_decides_what_is_in_force(shell: Shell) -> None:
    project(shell.root, {"support-desk": RELEASED})
    shell("build", "--today", "2025-05-20")
    early = json.loads((shell.root / "site/support-desk/charter.json").read_text("utf-8"))
    shell("build", "--today", "2025-06-01")
    late = json.loads((shell.root / "site/support-desk/charter.json").read_text("utf-8"))
    assert (early["state"], late["state"]) == ("draft", "in force")
    assert (early["version"], late["version"]) == (None, "1.0")


def test_a_change_to_one_charter_touches_no_page_of_another(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(title="A"), "b": charter_text(title="B")})
    shell("build")
    before = tree(shell.root / "site")
    write(shell.root / "content/b/charter.md", charter_text(title="B", promises=promise(target="80% within 4 hours")))
    shell("build")
    after = tree(shell.root / "site")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed
    assert not {path for path in changed if path.startswith("a/")}


def test_a_charter_that_is_gone_leaves_nothing_behind(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(title="A"), "b": charter_text(title="B")})
    write(shell.root / "site/README.md", "mine")
    shell("build")
    (shell.root / "content/b/charter.md").unlink()
    (shell.root / "content/b").rmdir()
    done = shell("build")
    assert " removed" in done.out
    assert not (shell.root / "site/b").exists()
    assert (shell.root / "site/README.md").read_text() == "mine"


def test_errors_are_told_and_the_other_charters_are_built(shell: Shell) -> None:
    project(shell.root, {"bad": b"\xff\xfe\x00nonsense", "good": charter_text(title="Good")})
    done = shell("build")
    assert done.code == 1
    assert "content/bad/charter.md:" in done.err
    assert " error CH12" in done.err
    assert (shell.root / "site/good/index.html").exists()


def test_warnings_are_told_and_only_count_when_they_shall(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(front="flavour: sweet")})
    done = shell("build")
    assert (done.code, " warning CH102 unknown-key" in done.err) == (0, True)
    assert done.err.endswith("\n1 warning in 1 file\n")
    assert shell("build", "--strict").code == 1


def test_a_charter_for_its_parties_is_in_no_file(shell: Shell) -> None:
    secret = charter_text(title="Zanzibar", front="visibility: parties", promises=promise("zanzibar-ref"))
    files = {"charter.md": secret, "versions/1.0.md": secret.replace("title:", 'version: "1.0"\ntitle:')}
    project(shell.root, {"zanzibar": files, "open": charter_text(title="Open")})
    done = shell("build")
    for path, data in tree(shell.root / "site").items():
        assert "zanzibar" not in path
        assert b"zanzibar" not in data.lower(), path
    assert "1 charter is for its parties alone" in done.out
    shell("build", "--include-private")
    assert (shell.root / "site/zanzibar/charter.json").exists()
    assert shell("build").code == 0
    assert not (shell.root / "site/zanzibar").exists()


def test_an_open_draft_does_not_open_what_is_in_force(shell: Shell) -> None:
    closed = charter_text(front="visibility: parties", version="1.0", effective="2025-01-01", released="2025-01-01")
    project(shell.root, {"a": {"charter.md": charter_text(), "versions/1.0.md": closed}})
    shell("build")
    assert not (shell.root / "site/a").exists()


def test_a_version_that_was_closed_stays_closed_when_the_charter_is_opened(shell: Shell) -> None:
    closed = charter_text(
        front="visibility: parties",
        promises=promise("zanzibar-ref"),
        version="1.0",
        effective="2025-01-01",
        released="2025-01-01",
    )
    opened = charter_text(version="2.0", effective="2026-01-05", released="2026-01-05")
    files = {"charter.md": charter_text(), "versions/1.0.md": closed, "versions/2.0.md": opened}
    project(shell.root, {"a": files})
    shell("build")
    made = tree(shell.root / "site")
    assert "a/v/2.0.html" in made
    assert "a/v/1.0.html" not in made
    assert not [path for path, data in made.items() if b"zanzibar" in data.lower() or "zanzibar" in path]
    shell("build", "--include-private")
    assert (shell.root / "site/a/v/1.0.html").exists()


def test_a_build_does_not_list_what_is_only_worth_knowing(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(promises=promise(target="95% within 2 hours of a call"))})
    done = shell("build")
    assert "CH206" not in done.err
    assert "CH206" in shell("check").out
    assert done.code == 0


def test_a_site_of_somebody_elses_is_not_written_over(shell: Shell) -> None:
    project(shell.root)
    write(shell.root / "public/index.html", "<h1>Ours</h1>")
    done = shell("build", "--output", str(shell.root / "public"))
    assert done.code == 2
    assert "did not make" in done.err
    assert tree(shell.root / "public") == {"index.html": b"<h1>Ours</h1>"}


def test_a_site_of_ours_is_known_without_the_cache(shell: Shell) -> None:
    project(shell.root)
    assert shell("build").code == 0
    shutil.rmtree(shell.root / ".charter")
    assert shell("build").code == 0


def test_files_that_a_charter_links_to_are_beside_it(shell: Shell) -> None:
    text = charter_text(promises="See [the plan](plans/plan.pdf) and [the list](list.csv).\n\n" + promise())
    files = {"charter.md": text, "plans/plan.pdf": b"%PDF\x00\xff", "list.csv": "a,b\n", "other.pdf": "not linked"}
    project(shell.root, {"a": files})
    assert shell("build").code == 0
    made = tree(shell.root / "site")
    assert made["a/plans/plan.pdf"] == b"%PDF\x00\xff"
    assert made["a/list.csv"] == b"a,b\n"
    assert "a/other.pdf" not in made
    assert not [path for path in made if path.endswith(".md")]


def test_a_linked_file_that_leads_out_of_the_project_is_not_published(shell: Shell, tmp_path: Path) -> None:
    write(tmp_path / "secret.txt", "the secret")
    project(shell.root, {"a": charter_text(promises="See [it](secret.txt), [that](gone.pdf).\n\n" + promise())})
    (shell.root / "content/a/secret.txt").symlink_to(tmp_path / "secret.txt")
    done = shell("build")
    assert b"the secret" not in b"".join(tree(shell.root / "site").values())
    assert "CH127" in done.err
    assert " warning CH131 missing-file" in done.err
    assert (shell.root / "site/a/index.html").exists()


def test_the_output_folder_is_not_one_with_sources(shell: Shell) -> None:
    project(shell.root)
    for folder in (shell.root, shell.root / "content", shell.root.parent):
        done = shell("build", "--output", str(folder))
        assert done.code == 2
        assert "hint: --output site" in done.err


def test_a_dry_run_lists_the_files_and_writes_none(shell: Shell) -> None:
    project(shell.root)
    before = tree(shell.root)
    done = shell("build", "--dry-run")
    assert done.code == 0
    assert "  write   support-desk/index.html\n" in done.out
    assert "Would build 1 charter" in done.out
    assert tree(shell.root) == before


def test_the_report_as_json(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(front="flavour: sweet")})
    report = json.loads(shell("build", "--format", "json").out)
    assert report["charters"] == 1
    assert report["output"] == "site/"
    assert "a/charter.json" in report["written"]
    assert [item["code"] for item in report["diagnostics"]] == ["CH102"]
    assert json.loads(shell("build", "--format", "json").out)["written"] == []


def test_a_page_that_cannot_be_made_is_named_and_the_others_are_made(shell: Shell) -> None:
    project(shell.root, {"a": RELEASED}, files={"templates/history.html": "{{ view.nothing.at.all }}"})
    done = shell("build")
    assert done.code == 3
    assert "site/a/history.html was not made" in done.err
    assert "templates/history.html:1" in done.err
    assert "Traceback" not in done.err
    assert (shell.root / "site/a/index.html").exists()
    assert not (shell.root / "site/a/history.html").exists()


def test_a_theme_out_of_the_project_is_not_read(shell: Shell, tmp_path: Path) -> None:
    project(shell.root, {"a": charter_text()})
    write(tmp_path / "secrets/home.html", "the secret")
    write(tmp_path / "secrets/assets/key", "the secret")
    (shell.root / "templates").symlink_to(tmp_path / "secrets")
    done = shell("build")
    assert (done.code, "templates: error CH127" in done.err) == (1, True)
    assert b"the secret" not in b"".join(tree(shell.root / "site").values())


def test_a_bug_in_one_charter_leaves_the_others_whole(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    import charter.build.plan as plan

    whole = plan.stand

    def broken(charter, today):  # type: ignore[no-untyped-def]
        if charter.id == "a":
            raise ZeroDivisionError("seven")
        return whole(charter, today)

    monkeypatch.setattr(plan, "stand", broken)
    project(shell.root, {"a": charter_text(title="A"), "b": charter_text(title="B")})
    done = shell("build")
    assert done.code == 3
    assert "error: site/a/ was not made: a bug in charter, not in your files: ZeroDivisionError: seven" in done.err
    assert (shell.root / "site/b/index.html").exists()


def test_a_bug_in_the_home_page_leaves_the_charters_whole(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("seven")

    monkeypatch.setattr("charter.build.plan.home_page", broken)
    project(shell.root, {"a": charter_text()})
    done = shell("build")
    assert (done.code, "error: site/index.html was not made: a bug" in done.err) == (3, True)
    assert (shell.root / "site/a/index.html").exists()


def test_the_sitemap_names_what_holds_now(shell: Shell) -> None:
    project(
        shell.root,
        {"café": RELEASED},
        config='title = "T"\nbase_url = "https://example.org/charters"\n',
    )
    shell("build")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = ET.parse(shell.root / "site/sitemap.xml").getroot()
    addresses = {url.findtext("s:loc", None, names): url.findtext("s:lastmod", None, names) for url in found}
    assert addresses == {
        "https://example.org/charters/index.html": "2025-06-01",
        "https://example.org/charters/reviews.html": "2025-06-01",
        "https://example.org/charters/standards.html": "2025-06-01",
        "https://example.org/charters/caf%C3%A9/index.html": "2025-06-01",
        "https://example.org/charters/caf%C3%A9/history.html": "2025-06-01",
        "https://example.org/charters/caf%C3%A9/summary.html": "2025-06-01",
        "https://example.org/charters/caf%C3%A9/people.html": "2025-06-01",
        "https://example.org/charters/caf%C3%A9/promises/first-reply.html": "2025-06-01",
    }


def test_the_sitemap_names_only_pages_that_are_there(shell: Shell) -> None:
    project(shell.root, {"a": RELEASED, "b": charter_text(), "c": "Only words.\n"})
    shell("build")
    found = re.findall("<loc>/(.*?)</loc>", (shell.root / "site/sitemap.xml").read_text("utf-8"))
    assert len(found) > 5
    assert set(found) <= set(tree(shell.root / "site"))


def test_a_sitemap_without_base_url_says_so(shell: Shell) -> None:
    project(shell.root)
    shell("build")
    text = (shell.root / "site/sitemap.xml").read_text("utf-8")
    assert "<loc>/support-desk/index.html</loc>" in text
    assert "base_url" in text


def test_the_headers_allow_nothing_from_elsewhere(shell: Shell) -> None:
    project(shell.root)
    shell("build")
    headers = (shell.root / "site/_headers").read_text("utf-8")
    assert "  Content-Security-Policy: default-src 'self';" in headers
    assert "unsafe" not in headers
    assert "  X-Content-Type-Options: nosniff" in headers
    assert "frame-ancestors 'self'" in headers


def test_a_project_without_charters_has_a_home_page_all_the_same(shell: Shell) -> None:
    project(shell.root, {})
    done = shell("build")
    assert done.code == 0
    assert done.out.startswith("Built 0 charters, ")
    assert json.loads((shell.root / "site/index.json").read_text())["charters"] == []


def test_progress_is_for_terminals_alone(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    project(shell.root, {name: charter_text(title=name) for name in "abcdefgh"})
    assert shell("build").err == ""
    monkeypatch.setattr("charter.cli.build._has_terminal", lambda: True)
    assert " of " in shell("build").err


def test_many_failures_are_counted_and_not_all_told(shell: Shell) -> None:
    project(shell.root, {name: charter_text(title=name) for name in "abcdefghijklmnopqrstuvw"})
    write(shell.root / "templates/promise.html", "{{ nothing.at.all }}")
    done = shell("build")
    assert done.code == 3
    assert done.err.count("was not made") == 20
    assert done.err.endswith("error: 3 more files were not made\n")


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    root = project(tmp_path / "here", {name: charter_text(title=name) for name in "abcd"})
    command = [sys.executable, "-m", "charter", "--project", str(root), "build", "--today", "2026-01-05"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    builds = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [build.communicate(timeout=120) for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], told
    together = tree(root / "site")
    alone = project(tmp_path / "alone", {name: charter_text(title=name) for name in "abcd"})
    subprocess.run(
        [*command[:4], str(alone), *command[5:]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert together == tree(alone / "site")
