namespace IntegrityWatch.Platform;

/// <summary>What is there to be read may not be read by this user: another run, by another user, can tell.</summary>
public sealed class DeniedException(string message) : CannotCheckException(message, "run as root");
