namespace IntegrityWatch.Fleet.Reports;

/// <summary>Nothing: asks whether the store can be reached and would take rows.</summary>
internal sealed record TestRow : StoreRow
{
    public override bool Fits => true;
}
