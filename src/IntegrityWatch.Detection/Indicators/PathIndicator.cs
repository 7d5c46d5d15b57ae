namespace IntegrityWatch.Detection.Indicators;

/// <summary>Where an indicator's files lie, or what they are called.</summary>
/// <param name="Paths">Patterns of whole paths.</param>
/// <param name="Names">Patterns of what follows the last slash.</param>
/// <param name="UnlessPackaged">Not matched where a package owns the path.</param>
/// <param name="Indicator">What is told of them.</param>
internal sealed record PathIndicator(IReadOnlyList<string> Paths, IReadOnlyList<string> Names, bool UnlessPackaged, Indicator Indicator);
