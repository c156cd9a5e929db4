"""Index for Django: every model of the tool, imported and nothing else."""

from erasure.runs.models import ErasureCertificate, ErasureRun, ErasureStep
from erasure.suppression.models import SuppressionEntry

__all__ = ["ErasureCertificate", "ErasureRun", "ErasureStep", "SuppressionEntry"]
