"""Variables of the environment by which the server tells its web workers what they need."""

VAR_VARIABLE = "KENNISGRAAF_VAR"
RUN_VARIABLE = "KENNISGRAAF_RUN"
WORKERS_VARIABLE = "KENNISGRAAF_WORKERS"
SERVER_VARIABLE = "KENNISGRAAF_SERVER"
LOG_VARIABLE = "KENNISGRAAF_LOG"
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Of the Prometheus library, which reads it when imported: where workers put their figures."""
