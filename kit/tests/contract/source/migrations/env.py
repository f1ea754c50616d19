from kit.tests.contract.source import metadata
from tsunagu.migrating import run_env

run_env(metadata)
