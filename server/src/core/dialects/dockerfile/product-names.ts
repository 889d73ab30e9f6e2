/** How the products of the table of supported lines are written, where it is not a capital letter at the front. */
const NAMES: Readonly<Record<string, string>> = {
  node: 'Node.js',
  golang: 'Go',
  php: 'PHP',
  dotnet: '.NET',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  mongo: 'MongoDB',
  rabbitmq: 'RabbitMQ',
  haproxy: 'HAProxy',
  nginx: 'nginx',
  centos: 'CentOS',
  amazonlinux: 'Amazon Linux',
  rockylinux: 'Rocky Linux',
  almalinux: 'AlmaLinux',
  postgres: 'PostgreSQL',
};

/** The name of a product for people: "Node.js" for `node`. */
export function productName(product: string): string {
  return NAMES[product] ?? product.charAt(0).toUpperCase() + product.slice(1);
}
