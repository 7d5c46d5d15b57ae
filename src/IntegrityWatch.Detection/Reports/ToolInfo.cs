namespace IntegrityWatch.Detection.Reports;

/// <summary>Which program made a report.</summary>
public sealed record ToolInfo(string Name, string Version);
