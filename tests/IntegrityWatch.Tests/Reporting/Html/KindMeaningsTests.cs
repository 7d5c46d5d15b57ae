using IntegrityWatch.Detection;
using IntegrityWatch.Reporting.Html;

namespace IntegrityWatch.Tests.Reporting.Html;

public class KindMeaningsTests
{
    [Fact]
    public void Every_kind_is_explained() => Assert.All(Enum.GetValues<FindingKind>(), kind => Assert.NotEqual(kind.Name(), KindMeanings.Of(kind)));
}
