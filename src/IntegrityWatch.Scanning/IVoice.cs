namespace IntegrityWatch.Scanning;

/// <summary>Says what a scan has to say to people beside its report.</summary>
public interface IVoice
{
    /// <summary>Something went wrong, or was asked for.</summary>
    /// <param name="message">One line: what and where.</param>
    /// <param name="hint">What to do next; null where there is nothing to do.</param>
    void Complain(string message, string? hint = null);

    /// <summary>Something worth knowing, unless the user wants quiet.</summary>
    /// <param name="message">One line: what and where.</param>
    /// <param name="hint">What to do next; null where there is nothing to do.</param>
    void Note(string message, string? hint = null);

    /// <summary>Begins to show how far long work is, until it is disposed of; nothing else is said meanwhile.</summary>
    IProgressLine Progress(string what);
}

/// <summary>How far long work is.</summary>
public interface IProgressLine : IDisposable
{
    void Show(int done, int total);
}
