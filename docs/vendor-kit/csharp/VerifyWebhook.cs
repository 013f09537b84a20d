using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

/// Kiểm tra chữ ký của một webhook. Verifies the signature of a webhook.
///
/// Header: X-Hocba-Signature: t=1781078400,v1=<hex HMAC-SHA256>
public static class VerifyWebhook
{
    /// Quá 5 phút thì bỏ: chống gửi lại. Older than five minutes is refused: replays.
    const long ToleranceSeconds = 300;

    static bool IsGenuine(string header, byte[] body, string secret, long nowSeconds)
    {
        var parts = header.Split(',').Select(part => part.Split(new[] { '=' }, 2)).ToLookup(p => p[0], p => p[1]);
        var time = parts["t"].FirstOrDefault();
        var signature = parts["v1"].FirstOrDefault();
        if (time == null || signature == null) return false;
        if (Math.Abs(nowSeconds - long.Parse(time)) > ToleranceSeconds) return false;
        using (var mac = new HMACSHA256(Encoding.UTF8.GetBytes(secret)))
        {
            var signed = Encoding.UTF8.GetBytes(time + ".").Concat(body).ToArray();
            var expected = BitConverter.ToString(mac.ComputeHash(signed)).Replace("-", "").ToLowerInvariant();
            // So sánh không lộ thời gian. Compared in constant time.
            var difference = expected.Length ^ signature.Length;
            for (var i = 0; i < expected.Length && i < signature.Length; i++) difference |= expected[i] ^ signature[i];
            return difference == 0;
        }
    }

    public static int Main(string[] args)
    {
        var memory = new MemoryStream();
        Console.OpenStandardInput().CopyTo(memory);
        Console.WriteLine(IsGenuine(args[0], memory.ToArray(), args[1], long.Parse(args[2])) ? "ok" : "refused");
        return 0;
    }
}
