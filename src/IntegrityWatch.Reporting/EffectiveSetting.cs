namespace IntegrityWatch.Reporting;

/// <summary>A value of the configuration that holds.</summary>
/// <param name="Key">Its place: <c>sinks:0:address</c>.</param>
/// <param name="Value">Null where nothing holds; never a secret.</param>
/// <param name="Source">Who said it: a file, a variable, or the program.</param>
/// <param name="Description">What the key means.</param>
public sealed record EffectiveSetting(string Key, string? Value, string Source, string Description);
