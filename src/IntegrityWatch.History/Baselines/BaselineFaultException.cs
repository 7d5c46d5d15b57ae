namespace IntegrityWatch.History.Baselines;

/// <summary>A baseline's file is not as it was written. The message ends a sentence that begins with the file's name.</summary>
internal sealed class BaselineFaultException(string message) : Exception(message);
