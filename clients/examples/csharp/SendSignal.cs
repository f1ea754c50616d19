// 端緒を一つ知らせ、その後を読む。.NET Framework 4.6 以上・.NET・Mono、ほかの部品なし /
// Sends one signal and reads its state back: .NET Framework 4.6 or later, .NET or Mono; no package.
//   TSUNAGU_URL=https://… TSUNAGU_TOKEN=… SendSignal.exe 部署の番号
using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

[DataContract]
public class Signal
{
    [DataMember(Name = "id")] public string Id;
    [DataMember(Name = "kind")] public string Kind;
    [DataMember(Name = "noticed_on")] public string NoticedOn;
    [DataMember(Name = "basis")] public string Basis;
    [DataMember(Name = "note", EmitDefaultValue = false)] public string Note;

    public string ToJson()
    {
        using (var stream = new MemoryStream())
        {
            new DataContractJsonSerializer(typeof(Signal)).WriteObject(stream, this);
            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }
}

public static class SendSignal
{
    private const int Tries = 5;
    private static readonly string Url = Environment.GetEnvironmentVariable("TSUNAGU_URL");

    public static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        // Redirections are not followed: the token would go with them.
        using (var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }))
        {
            http.Timeout = TimeSpan.FromSeconds(30);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer", Environment.GetEnvironmentVariable("TSUNAGU_TOKEN"));
            return Run(http, arguments[0]);
        }
    }

    private static int Run(HttpClient http, string id)
    {
        var signal = new Signal
        {
            Id = id,
            Kind = "water_arrears",
            NoticedOn = "2026-04-20",
            Basis = "encouragement_only",
            Note = "給水停止の予告を送った",
        };
        var sent = Send(http, signal.ToJson());
        if (sent == null)
        {
            Console.Error.WriteLine(
                "いまは届きません。同じ番号であとでもう一度 / away: later again, with the same id");
            return 1;
        }
        if ((int)sent.StatusCode != 202)
        {
            Console.Error.WriteLine(
                "断られました / refused: " + sent.Content.ReadAsStringAsync().Result);
            return 1;
        }
        var status = http.GetAsync(Url + sent.Headers.Location).Result;
        Console.WriteLine(status.Content.ReadAsStringAsync().Result);
        return status.IsSuccessStatusCode ? 0 : 1;
    }

    // Tries again what may pass; the same id again is the same signal.
    private static HttpResponseMessage Send(HttpClient http, string body)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var content = new StringContent(body, Encoding.UTF8, "application/json");
                var answer = http.PostAsync(Url + "/api/v1/signals", content).Result;
                if ((int)answer.StatusCode < 500 && (int)answer.StatusCode != 429)
                {
                    return answer;
                }
            }
            catch (AggregateException away)
            {
                if (!(away.InnerException is HttpRequestException
                    || away.InnerException is TaskCanceledException))
                {
                    throw;
                }
            }
            if (attempt == Tries)
            {
                return null;
            }
            Thread.Sleep(1000 << attempt);
        }
    }
}
