namespace IntegrityWatch.Evidence.Tpm;

/// <summary>An entry of the measurement list, to point at.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the list.</param>
/// <param name="Name">What it says its path is: nothing vouches for it where the entry does not match its own hash.</param>
public sealed record ListEntry(long Number, long Offset, HostPath Name);
