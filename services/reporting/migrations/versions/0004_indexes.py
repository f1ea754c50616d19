"""Without the indexes that neither a report nor a change of earlier rows finds anything by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

UNUSED = {
    "support_record": [["person_id"]],
    "referral_step": [["person_id"]],
    "need_place": [["need_id"]],
    "signal_step": [["signal_id"], ["type", "on"]],
    "programme_step": [["subject"]],
}


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    for table, unused in UNUSED.items():
        for index in there.get_indexes(table):  # a rebuild gives them new names
            if index["name"] and index["column_names"] in unused:
                op.drop_index(index["name"], table)
