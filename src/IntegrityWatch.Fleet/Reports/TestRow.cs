namespace IntegrityWatch.Fleet.Reports;

/// <summary>Nothing: asks whether the store lets this host in and has the tables that rows go to.</summary>
internal sealed record TestRow : StoreRow
{
    public override bool Fits => true;
}
