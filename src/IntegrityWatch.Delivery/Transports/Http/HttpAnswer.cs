using System.Net;

namespace IntegrityWatch.Delivery.Transports.Http;

/// <summary>What came back for one message.</summary>
/// <param name="Text">Fit for a line: <c>202 Accepted</c>, <c>302 Found, which points to https://elsewhere.example/</c>.</param>
internal sealed record HttpAnswer(HttpVerdict Verdict, string Text)
{
    /// <param name="secrets">What must not be told, whatever the receiver echoes.</param>
    public static HttpAnswer Of(HttpResponseMessage response, HttpSecrets secrets) =>
        new(VerdictOn(response.StatusCode), Describe(response, secrets));

    private static HttpVerdict VerdictOn(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => HttpVerdict.Taken,
        401 or 403 or 404 or 407 or 408 or 429 => HttpVerdict.Failed,
        >= 400 and < 500 => HttpVerdict.Refused,
        _ => HttpVerdict.Failed,
    };

    private static string Describe(HttpResponseMessage response, HttpSecrets secrets)
    {
        var code = ((int)response.StatusCode).ToString();
        var status = response.ReasonPhrase is { Length: > 0 } reason ? $"{code} {NetworkText.Of(secrets.Hide(reason))}" : code;
        return (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
            ? $"{status}, which points to {NetworkText.Of(secrets.Hide(WithoutQuery(location)))}"
            : status;
    }

    /// <summary>A query may hold what opens a door, and says little about the place.</summary>
    private static string WithoutQuery(Uri location)
    {
        var text = location.OriginalString;
        var end = text.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? text : text[..end];
    }
}

/// <summary>What an answer by HTTP means for the message that was posted.</summary>
internal enum HttpVerdict
{
    Taken,

    /// <summary>For what it holds; others may fare better.</summary>
    Refused,

    /// <summary>For what it does not hold: it may be taken later, and so may others.</summary>
    Failed,
}
