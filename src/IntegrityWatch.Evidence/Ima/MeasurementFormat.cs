namespace IntegrityWatch.Evidence.Ima;

/// <summary>The form in which the kernel hands out its measurement list.</summary>
public enum MeasurementFormat
{
    Binary,

    /// <summary>The weaker form: names are written raw, so a name that holds a newline looks like two entries.</summary>
    Ascii,
}
