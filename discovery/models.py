"""Index for Django: every model of the tool, imported and nothing else."""

from discovery.findings.models import Coverage, Finding
from discovery.scans.models import Scan, ScanItem, ScanSource

__all__ = ["Coverage", "Finding", "Scan", "ScanItem", "ScanSource"]
