"""What editors' programs change: documents are added, and read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import Field

from assistant.api.http.caller import Caller, Calling, in_thread, json_only
from assistant.api.http.reading import Asked
from assistant.api.shapes.builds import Build
from assistant.api.shapes.documents import Document
from assistant.screens.documents.uploads import preview
from assistant.screens.server.documents_folder import add, same_file
from assistant.screens.server.upload_limits import LARGEST_FILE, MB
from corpus.errors import BuildRunning, NotChanged, UnreadableFile

router = APIRouter(tags=["documents"])
FILE = "application/octet-stream"
UNKNOWN_BUILD = "There is no such build, or it was long ago. POST /api/v1/builds begins one."
ALREADY = "The documents are being read already. Wait until that has ended, then begin again."


class DocumentAsked(Asked):
    """What the file that is sent is called."""

    name: str = Field(min_length=1, max_length=500, description="The file's name, with its ending.")


class BuildAsked(Asked):
    """How the documents are to be read."""

    accept: bool = Field(default=False, strict=True, description="Publish even if a plan loses many of its rows.")


@router.post(
    "/documents",
    operation_id="add_document",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": {FILE: {}}}},
    responses={
        409: {"description": "The same file is there already."},
        413: {"description": "The file is too large."},
        415: {"description": "The body isn't sent as application/octet-stream."},
    },
)
async def add_document(asked: Annotated[DocumentAsked, Query()], caller: Calling, request: Request) -> Document:
    """Add a file to the documents folder. The body is the file itself; the answer is what was read from it. A file that
    can't be read isn't added. It is searched after the next build."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FILE:
        raise HTTPException(415, f"Send the file itself as the body, with Content-Type: {FILE}.")
    return await in_thread(_added)(caller, asked.name, await _body(request))


@router.post(
    "/builds",
    operation_id="begin_build",
    status_code=202,
    dependencies=[Depends(json_only)],
    responses={409: {"description": ALREADY}, 415: {"description": "The body isn't JSON."}},
)
@in_thread
def begin_build(asked: BuildAsked, caller: Calling, response: Response) -> Build:
    """Have the documents read: what is new or changed is read, and published once all of it is ready."""
    rebuild = caller.service.rebuild
    if not rebuild.start(asked.accept):
        raise BuildRunning(ALREADY)
    state = rebuild.state
    caller.note("read the documents", "accepting what is lost" if asked.accept else "")
    response.headers["Location"] = f"/api/v1/builds/{state.id}"
    return Build.of(state)


@router.get("/builds/{build}", operation_id="build", responses={404: {"description": UNKNOWN_BUILD}})
@in_thread
def build(
    build: Annotated[str, Path(pattern=r"^[\w.~@%+-]{1,100}$", description="The `id` that it was given.")],
    caller: Calling,
) -> Build:
    """How far a build is, and what it did."""
    state = caller.service.rebuild.state_of(build)
    if state is None or not state.id:
        raise HTTPException(404, UNKNOWN_BUILD)
    return Build.of(state)


async def _body(request: Request) -> bytes:
    """The file, as long as it is no longer than a file may be; how much comes at once is limited before."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > LARGEST_FILE * MB:
            raise HTTPException(413, f"A file may have {LARGEST_FILE} MB. Put it into the documents folder instead.")
    return bytes(content)


def _added(caller: Caller, name: str, content: bytes) -> Document:
    folder = caller.whole.settings.documents
    if already := same_file(folder, content):
        raise NotChanged(f"The same file has already been added, as “{already}”.")
    read = preview(folder, name, content)
    if read.document is None:
        raise UnreadableFile(f"{read.name} can’t be added. {read.refused}")
    added = add(folder, name, content)
    caller.note("added files", added)
    return Document.of(read.document).model_copy(update={"file": added})
