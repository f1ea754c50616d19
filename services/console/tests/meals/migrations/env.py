from services.console.tests.meals import metadata
from tsunagu.log.migration import run_env

run_env(metadata)
