"""Handing out a PDF."""

from flask import Response


def pdf_answer(pdf: bytes, name: str) -> Response:
    """The PDF, to be looked at in the browser; `name` (of ours, in ASCII) is what it is saved as."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
