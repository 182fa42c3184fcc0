"""The OpenAPI description: as the routes declare it, with every error as a problem."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from backend_client.reference.problems import MEDIA_TYPE

BUILT_IN = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Give the application a description with problems declared as what they are."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = openapi  # pyright: ignore[reportAttributeAccessIssue]


def _description(app: FastAPI) -> dict[str, Any]:
    whole = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for path in whole["paths"].values():
        for operation in path.values():
            _mend(operation)
    for name in BUILT_IN:
        whole["components"]["schemas"].pop(name, None)
    return whole


def _mend(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        if status.startswith(("4", "5")) and "content" in response:
            content = response["content"]
            response["content"] = {MEDIA_TYPE: next(iter(content.values()))}
    for parameter in operation.get("parameters", ()):
        if parameter["name"].lower() == "idempotency-key":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "minLength": 8, "maxLength": 255}
