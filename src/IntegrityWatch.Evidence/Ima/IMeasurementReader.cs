namespace IntegrityWatch.Evidence.Ima;

/// <summary>Reads an IMA measurement list once, from its head to its end.</summary>
public interface IMeasurementReader : IDisposable
{
    MeasurementFormat Format { get; }

    /// <summary>
    /// How many entries were read so far. For an ASCII list this is to be held against runtime_measurements_count:
    /// no hash covers the name of a violation, and a newline in it makes more entries than the kernel counts.
    /// </summary>
    long Entries { get; }

    /// <summary>How many bytes of the list the entries read so far take.</summary>
    long BytesRead { get; }

    /// <summary>How many entries of each template were read so far.</summary>
    IReadOnlyDictionary<string, long> Templates { get; }

    long Violations { get; }

    /// <summary>Entries whose template or fields are unknown.</summary>
    long Opaque { get; }

    /// <summary>
    /// Entries with <see cref="MeasurementEntry.IsVerified"/> false. Above zero, the list was altered or is not all understood.
    /// </summary>
    long Unverified { get; }

    /// <summary>The next entry; false at the end of the list.</summary>
    /// <exception cref="CannotCheckException">
    /// The list is cut short or damaged, at the entry and byte that the message names, or the file cannot be read.
    /// The entries before it have all been returned.
    /// </exception>
    bool Read(out MeasurementEntry entry);
}

/// <summary>The form in which the kernel hands out its measurement list.</summary>
public enum MeasurementFormat
{
    Binary,

    /// <summary>The weaker form: names are written raw, so a name that holds a newline looks like two entries.</summary>
    Ascii,
}
