namespace IntegrityWatch.Reporting.Html;

/// <summary>A stretch of time in which things happened, and where it stands on an axis, in the units of the drawing.</summary>
internal sealed record TimeSpanOnAxis(DateTimeOffset From, DateTimeOffset To, int Left, int Width);
