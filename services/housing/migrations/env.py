from services.housing.readmodels import metadata
from tsunagu.migrating import run_env

run_env(metadata)
