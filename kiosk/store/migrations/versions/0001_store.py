"""The store as first shipped: cases, their events, the outbox, drafts, prints, readings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(20), primary_key=True),
        sa.Column("value", sa.String(80), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "serials",
        sa.Column("day", sa.String(6), primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    _cases()
    _sittings()
    _outbox()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case_no", sa.String(18), primary_key=True),
        sa.Column("matter_code", sa.String(20), nullable=False),
        sa.Column("matter_version", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("due", sa.String(10)),
        sa.Column("provisional", sa.Integer, nullable=False),
        sa.Column("platform_no", sa.String(20), nullable=False),
        sa.Column("postal_no", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("facts", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "case_events",
        sa.Column("case_no", sa.String(18), sa.ForeignKey("cases.case_no"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("who", sa.String(20), nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_events_no_{verb.lower()} BEFORE {verb} ON case_events"
            " BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END"
        )


def _sittings() -> None:
    op.create_table(
        "drafts",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("matter_code", sa.String(20), primary_key=True),
        sa.Column("matter_version", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
        sa.Column("expires", sa.String(27), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "print_journal",
        sa.Column("job_id", sa.String(36), primary_key=True),
        sa.Column("case_no", sa.String(18), sa.ForeignKey("cases.case_no")),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("outcome", sa.String(8)),
        sa.Column("settled_at", sa.String(27)),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.CheckConstraint("outcome IN ('done', 'failed', 'unknown')", name="print_outcome"),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("consent_version", sa.String(40), nullable=False),
        sa.Column("case_no", sa.String(18), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(36), nullable=False, unique=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_no", sa.String(22), nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", sa.Float, nullable=False),
        sa.Column("lease_until", sa.Float),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("response", sa.LargeBinary),
        sa.Column("sent_at", sa.String(27)),
        sa.CheckConstraint(
            "state IN ('pending', 'leased', 'sent', 'parked')", name="outbox_state"
        ),
    )
    op.create_index(
        "outbox_open",
        "outbox",
        ["case_no", "id"],
        sqlite_where=sa.text("state IN ('pending', 'leased')"),
    )
    op.create_table(
        "outbox_attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "outbox_id",
            sa.Integer,
            sa.ForeignKey("outbox.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('retry', 'refused', 'unreachable', 'abandoned')", name="attempt_outcome"
        ),
    )
    op.create_index("outbox_attempt_of", "outbox_attempt", ["outbox_id"])
