"""The machine's health: its fault record and the signed checks of its mornings."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "device_faults",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("fault_id", sa.String(36), nullable=False, unique=True),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("detail", sa.String(40), nullable=False),
        sa.Column("who", sa.String(12), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("until", sa.String(27)),
        sa.Column("told", sa.Integer, nullable=False),
    )
    op.create_table(
        "readiness_sheets",
        sa.Column("sheet_id", sa.String(36), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("staff_no", sa.String(8), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
