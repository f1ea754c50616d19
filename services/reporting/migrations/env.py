from services.reporting.projections.consultations import metadata
from tsunagu.log.migration import run_env

run_env(metadata)
