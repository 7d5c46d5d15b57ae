namespace IntegrityWatch.Evidence;

/// <summary>Which file system: its device's number, by which audit records and the mount table name it. Of a file system without a disk the major is 0.</summary>
public readonly record struct DeviceNumber(uint Major, uint Minor);
