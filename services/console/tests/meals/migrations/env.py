from services.console.tests.meals import metadata
from tsunagu.migrating import run_env

run_env(metadata)
