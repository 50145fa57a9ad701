"""xindaya: bilingual translation quality for Chinese policy texts in English."""

__version__ = "0.1.0"
