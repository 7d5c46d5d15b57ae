namespace IntegrityWatch.Evidence.Audit;

/// <summary>Serials in a row that no record has had yet, from <paramref name="First"/> to <paramref name="Last"/>.</summary>
/// <param name="Since">The log's clock when a higher serial came, in milliseconds since 1970-01-01 UTC.</param>
public readonly record struct SerialGap(uint First, uint Last, long Since);
