from kit.tests.contract.receiver import metadata
from tsunagu.log.migration import run_env

run_env(metadata)
