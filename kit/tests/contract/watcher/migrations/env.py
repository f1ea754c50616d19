from kit.tests.contract.watcher import metadata
from tsunagu.migrating import run_env

run_env(metadata)
