"""Data protection impact assessments (GDPR Art. 35 and 36): screening, assessment, approval, review."""
