"""A GitLab that knows one project: enough of its API for what charter posts, on this machine alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "the token"
ME = 5


@dataclass(slots=True)
class Project:
    """What GitLab knows, and every call that wrote."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    pipelines: dict[int, dict[str, Any]] = field(default_factory=dict)
    """The newest pipeline of a merge request, by its number."""
    files: dict[int, bytes] = field(default_factory=dict)
    """What the check of a pipeline wrote, by the pipeline's number."""
    notes: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    writes: list[tuple[str, str]] = field(default_factory=list)
    page_size: int = 2
    """Small, so that every list has pages."""

    def answer(self, method: str, path: str, data: dict[str, Any]) -> Any:  # noqa: C901  one case for each call
        """Return what is answered; `None` when there is no such thing."""
        if path == "/user":
            return {"id": ME}
        parts = path.removeprefix("/projects/1/").split("/")
        if method != "GET":
            self.writes.append((method, "/".join(parts)))
        match [method, *parts]:
            case ["GET", "merge_requests"]:
                return self.requests
            case ["GET", "merge_requests", iid]:
                return {"iid": int(iid), "head_pipeline": self.pipelines.get(int(iid))}
            case ["GET", "pipelines", number, "jobs"]:
                return [{"id": 1, "name": "lint"}, {"id": int(number), "name": "charter check"}]
            case ["GET", "jobs", number, "artifacts", "charter-comment.md"]:
                return self.files.get(int(number))
            case ["GET", "merge_requests", iid, "notes"]:
                return self.notes.get(int(iid), [])
            case ["POST", "merge_requests", iid, "notes"]:
                listed = self.notes.setdefault(int(iid), [])
                listed.append({"id": 100 + len(listed), "author": {"id": ME}, **data})
                return listed[-1]
            case ["PUT", "merge_requests", iid, "notes", number]:
                note = next(item for item in self.notes[int(iid)] if item["id"] == int(number))
                note.update(data)
                return note
            case ["GET", "issues"]:
                return [item for item in self.issues if item["state"] == "opened"]
            case ["POST", "issues"]:
                issue = {"iid": 10 + len(self.issues), "state": "opened", "author": {"id": ME}, **data}
                self.issues.append(issue)
                return issue
            case ["PUT", "issues", iid]:
                issue = next(item for item in self.issues if item["iid"] == int(iid))
                if data.pop("state_event", None) == "close":
                    issue["state"] = "closed"
                issue.update(data)
                return issue
        return None


@contextmanager
def serving(project: Project) -> Iterator[str]:
    """Serve the API and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            data = json.loads(self.rfile.read(length)) if length else {}
            status, body, next_page = 200, b"", ""
            if self.headers["PRIVATE-TOKEN"] != TOKEN:
                status = 401
            else:
                found = project.answer(self.command, parts.path, data)
                status = 404 if found is None else 200
                if isinstance(found, list):
                    page = int(parse_qs(parts.query)["page"][0])
                    end = page * project.page_size
                    next_page = str(page + 1) if end < len(found) else ""
                    found = found[end - project.page_size : end]
                body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Next-Page", next_page)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
