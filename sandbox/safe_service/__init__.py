"""A loopback Safe Transaction Service with the shape and the checks of the real one."""

from sandbox.safe_service.service import SafeService

__all__ = ["SafeService"]
