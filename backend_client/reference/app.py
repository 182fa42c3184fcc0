"""The platform as an ASGI application: routes, problems, the page for phones, OpenAPI."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from backend_client.models import ProblemPart
from backend_client.reference import (
    documents,
    routes,
    routes_faults,
    routes_half_done,
    routes_identity,
    routes_materials,
    routes_papers,
    routes_progress,
    routes_service,
    routes_staff,
    routes_tickets,
)
from backend_client.reference.core import Platform
from backend_client.reference.deps import ThePlatform
from backend_client.reference.ledger import Guard
from backend_client.reference.notices import Notices
from backend_client.reference.once import Once
from backend_client.reference.openapi import describe
from backend_client.reference.page import HEADERS, verify_page
from backend_client.reference.papers import Tidy
from backend_client.reference.problems import MEDIA_TYPE, ProblemError

API_VERSION = "1.0.0"
SAFE_PART = re.compile(r"[a-z][a-z0-9_.]{0,59}")


def build_app() -> FastAPI:
    """The application without a platform behind it: enough to describe it."""
    app = FastAPI(
        title="Jinban service platform",
        version=API_VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        generate_unique_id_function=lambda route: route.name,
    )
    app.include_router(routes.router)
    app.include_router(routes_staff.router)
    app.include_router(routes_tickets.router)
    app.include_router(routes_progress.router)
    app.include_router(routes_progress.staff)
    app.include_router(routes_identity.router)
    app.include_router(routes_papers.router)
    app.include_router(routes_materials.router)
    app.include_router(routes_half_done.router)
    app.include_router(routes_service.router)
    app.include_router(routes_faults.router)
    app.add_middleware(Guard)
    app.add_api_route("/verify/{code}", get_verify_page, include_in_schema=False)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(OperationalError, _on_busy)
    app.add_exception_handler(PoolTimeoutError, _on_busy)
    app.add_exception_handler(Exception, _on_failure)
    describe(app)
    return app


def serve(app: FastAPI, platform: Platform, notices: Notices) -> None:
    """Put a platform behind the application."""
    app.state.platform = platform
    app.state.once = Once(platform)
    app.state.notices = notices
    app.state.tidy = Tidy(platform)
    app.state.tidy()


def get_verify_page(code: str, platform: ThePlatform) -> HTMLResponse:
    """The page for phones; 404 with the same look where there is no such document."""
    found = documents.verify(platform, code[:64])
    status = 200 if found else 404
    return HTMLResponse(verify_page(platform.rules, found), status, HEADERS)


def problem_response(error: ProblemError) -> Response:
    """An error as application/problem+json."""
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if error.problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    content = error.problem.model_dump_json(exclude_none=True)
    return Response(content, error.problem.status, headers, MEDIA_TYPE)


def _on_problem(_request: Request, error: Exception) -> Response:
    return problem_response(error if isinstance(error, ProblemError) else ProblemError("internal"))


def _on_invalid(_request: Request, error: Exception) -> Response:
    found: list[Any] = list(error.errors()) if isinstance(error, RequestValidationError) else []
    if any(one["type"] == "json_invalid" for one in found):
        return problem_response(ProblemError("malformed-request"))
    parts = tuple(ProblemPart(pointer=_pointer(one), code=one["type"]) for one in found[:20])
    return problem_response(ProblemError("invalid", errors=parts))


def _on_http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    codes = {404: "no-such-resource", 405: "method-not-allowed", 400: "malformed-request"}
    return problem_response(ProblemError(codes.get(status, "internal")))


def _on_busy(_request: Request, _error: Exception) -> Response:
    return problem_response(ProblemError("unavailable", retry_after_s=5))


def _on_failure(_request: Request, _error: Exception) -> Response:
    return problem_response(ProblemError("internal"))


def _pointer(error: Any) -> str:
    # Names of members that nobody knows may be anything a person typed.
    parts: list[Any] = list(error["loc"][1:])
    safe = (isinstance(part, int) or SAFE_PART.fullmatch(part) for part in parts)
    return "".join(f"/{part if ok else '-'}" for part, ok in zip(parts, safe, strict=True))
