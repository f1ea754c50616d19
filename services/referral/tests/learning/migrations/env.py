from services.referral.tests.learning import metadata
from tsunagu.log.migration import run_env

run_env(metadata)
