from kit.tests.contract.receiver import metadata
from tsunagu.migrating import run_env

run_env(metadata)
